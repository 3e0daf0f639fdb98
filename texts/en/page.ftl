### The page that `mesoquote estimate` prints. Amounts come in digits.

page-range = { $from } to { $to }
page-on = prices of { $date }
page-tax-included = { $names } included
page-tax-added = { $names } added
page-tax-none = no tax charged ({ $names })
page-sessions = { $count } { PLURAL($count) ->
    [one] session
   *[other] sessions
 }
page-sessions-range = { $from } to { $to } sessions
page-sessions-open = { $from } or more sessions, up to { $to }
page-say = To say
page-made-of = What it is made of
page-at-low = What it is made of, at the lower end
page-at-high = What it is made of, at the upper end
page-course = { $item }: { $sessions }
page-per-session = { $amount } a session
page-part-rate = { $sessions } at { $price }
page-part-package = { $count } { PLURAL($count) ->
    [one] package
   *[other] packages
 } of { $sessions } at { $price }
page-times = { $name } × { $count }
page-total = Total
page-tax-inside = of which { $name } { $percent } %
page-tax-on-top = { $name } { $percent } %
page-promo-applied = The code { $code } is taken off.

page-better-offer = More sessions, no dearer
# $kind: as of spoken-better-offer.
page-better-offer-line = { $item }: { $kind ->
    [less] { $sessions } cost { $saves } less than { $asked }.
    [same] { $sessions } cost the same as { $asked }.
    [lower] { $sessions } cost no more than { $asked }, and { $saves } less at the lower prices.
   *[no-more] { $sessions } cost no more than { $asked }.
 }

page-visits = Visits
page-first-visit = First
page-last-visit = Last
page-day = day { $day }
page-visit = { $session }
page-span-one = one visit
page-gap = Sessions { $from } to { $to }
page-gap-one = Session { $from }
page-gap-days = { $min } to { $max } days after the one before
page-gap-days-same = { $min } { PLURAL($min) ->
    [one] day
   *[other] days
 } after the one before

page-comparison = Beside { $name }
page-this = These sessions
page-visits-count = { $count } { PLURAL($count) ->
    [one] visit
   *[other] visits
 }
page-visits-range = { $from } to { $to } visits
page-span-days = over { $count } { PLURAL($count) ->
    [one] day
   *[other] days
 }
page-span-days-range = over { $from } to { $to } days
page-verdict = { $verdict ->
    [cheaper] { $name } costs more: by { $difference }.
    [dearer] { $name } costs less: by { $difference }.
   *[depends] Which of the two costs less depends on the plan.
 }
page-break-even-up-to = These sessions cost less up to { $sessions }.
page-break-even-from = These sessions cost more from { $sessions } on.
page-cost-only = Cost, visits and time are compared, not results.
page-cost-apart = Compared without promo code and optional extras.
page-chart = Cost by number of sessions: { $item }; shaded: { $name }
page-not-compared = Not compared: { $item } ({ $reason ->
    [no_alternative] it has no alternative
    [price_on_request] the price of the alternative is told on request
    [not_offered] the alternative is not offered there
    [no_price_on_date] the alternative has no price on this day
   *[other] the alternative can't be priced
 }).

page-plans = Payment plans
page-payments = { $count } × { $amount }
page-facts = Good to know
page-source = Source: { $source }
page-more-facts = More: { $flag }
page-topic = { $topic ->
    [preparation] Beforehand
    [procedure] How it is done
    [anaesthesia] Numbing
    [recovery] Recovery
    [side-effects] Side effects
    [evidence] What research says
    [permanence] How long it lasts
    [insurance] Insurance
    [included] Included
   *[not-included] Not included
 }
page-next = The doctor confirms the plan; results vary from person to person.
page-price-list = Price list { $clinic }, version { $version }
