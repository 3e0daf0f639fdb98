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
