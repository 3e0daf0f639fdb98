### ما تحتاجه كل صفحة وكل جملة. Digits are the Western ones, grouped by commas, with a point before the decimals: so are
### price lists, invoices and card terminals in the Gulf written (and so CLDR has it for ar-AE).

direction = rtl
digits-group = ,
digits-point = .

list-two = { $first } و{ $last }
list-more = { $first } و{ $rest }

amount-major-and-minor = { $major } و{ $minor }
amount-negative = ناقص { $amount }
amount-with-code = { $amount } { $currency }

sessions-range = من { $from } إلى { $to }
    .from = oblique
    .to = oblique
sessions-open = { $from } أو أكثر
item = { $treatment }، { $area }

# $month is its number, 1 to 12.
date = { $day } { $month ->
   *[1] يناير
    [2] فبراير
    [3] مارس
    [4] أبريل
    [5] مايو
    [6] يونيو
    [7] يوليو
    [8] أغسطس
    [9] سبتمبر
    [10] أكتوبر
    [11] نوفمبر
    [12] ديسمبر
 } { $year }

list-or-two = { $first } أو { $last }
list-or-more = { $first } أو { $rest }
