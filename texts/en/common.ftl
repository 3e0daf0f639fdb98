### What every page and sentence needs.

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
