### Why a request is not priced, and the way out. Names come as the clinic's list has them.

refusal-no-items = Nothing is asked for: name at least one treatment and area.
# $found items were asked for, $most are possible.
refusal-too-many-items = A request holds up to { $most } treatments, this one holds { $found }: ask in two parts.
refusal-unknown-treatment = “{ $given }” is no treatment of this price list.
refusal-unknown-area = “{ $given }” is no area of this price list.
refusal-unknown-extra = “{ $given }” is no extra of this price list.
refusal-not-offered = { $treatment } is not offered for this area: { $area }.
refusal-no-price-on-date = { $treatment }, { $area }: there is no price for this day. The nearest day that has one is { $nearest }.
refusal-invalid-sessions = The sessions can't be read. Write a number (10), a range from the smaller to the larger (3-6) or an open end (10+).
refusal-invalid-sessions-of = The sessions of item { $item } can't be read. Write a number (10), a range (3-6) or an open end (10+).
refusal-sessions-out-of-range = { $treatment } is given in { PLURAL($most) ->
    [one] one session
   *[other] 1 to { $most } sessions
 }; asked for: { $asked }.
refusal-sessions-past-every-range = { $treatment } is given in { PLURAL($most) ->
    [one] one session
   *[other] 1 to { $most } sessions
 }; far more are asked for.
refusal-price-on-request = { $treatment }, { $area }: the price for { $sessions } { PLURAL($sessions) ->
    [one] session
   *[other] sessions
 } is told on request.
refusal-sessions-not-sold = { $treatment } is not sold in { $sessions } { PLURAL($sessions) ->
    [one] session
   *[other] sessions
 }.
refusal-duplicate-item = Item { $item } is the same treatment and area as item { $first }: leave one of them out.
refusal-extra-not-offered = “{ $extra }” goes with none of these treatments: leave it out.
refusal-no-tax-rate = The price list has no rate of “{ $tax }” for this day.

hint-did-you-mean = Did you mean { $names }?
hint-areas = It is offered for: { $names }.
hint-areas-more = It is offered for: { $names }, and { $more } more.
hint-there-are = There are: { $names }.
hint-there-are-more = There are: { $names }, and { $more } more.
hint-nearest-counts = The nearest that are sold: { $counts }.
hint-call = Call { $phone }.
hint-ask = Ask the clinic.
# Days on which a tax has rates.
hint-days-between = Rates are there from { $first } to { $last }.
hint-days-from = Rates are there from { $first } on.
hint-days-to = Rates are there up to { $last }.

# A line of text that can't be priced as it is.
misread-empty = The text is empty. Write what is asked for, such as: { $example }
misread-too-long = The text has { $letters } letters; at most { $most } are read.
misread-unknown-word = “{ $word }” is not known: leave it out, or write a treatment, an area, a number of sessions or an extra.
misread-invalid-sessions = “{ $part }” is no number of sessions. Write a number (10), a range (3-6) or an open end (10+).
misread-spare-count = “{ $part }” goes with no treatment or area: an item has one number of sessions. Write a range as 3-6.
misread-several-promo-codes = One promo code can be given, not several.
misread-nothing-named = Name a treatment or an area, such as: { $example }
misread-not-offered = These treatments are not offered for these areas: “{ $part }”.
misread-ambiguous = “{ $text }” can mean several things. Choose one:
misread-more = … and more: name the treatment and the area.
