### What every page and sentence needs. PLURAL($count) chooses by the plural rules of the language; a bare $count does
### not, as those of Fluent are wrong for Arabic from 103 on.

# ltr or rtl
direction = ltr
digits-group = ,
digits-point = .

list-two = { $first } and { $last }
list-more = { $first }, { $rest }

# Amounts. Words come from nouns.ftl and numbers.txt. An attribute of any message that is named after one of its
# arguments says in which style (set of numbers.txt) that argument is put into words.
amount-major-and-minor = { $major } and { $minor }
amount-negative = minus { $amount }
amount-with-code = { $currency } { $amount }

sessions-range = { $from } to { $to }
    .from = bare
sessions-open = { $from } or more
item = { $treatment }, { $area }

# $month is its number, 1 to 12.
date = { $day } { $month ->
   *[1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
    [12] December
 } { $year }

list-or-two = { $first } or { $last }
list-or-more = { $first }, { $rest }
