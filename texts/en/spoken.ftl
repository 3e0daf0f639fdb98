### What the receptionist reads to the caller. Short, plain, balanced: no praise, no urgency, no promise; a comparison
### speaks of cost alone. Amounts and sessions come in words. No sentence begins with an argument that is a number.

spoken-item = { $treatment }, { $area }, { $sessions }
spoken-items-more = { $first }; { $rest }
spoken-total = { $items }: { $total } in total, { $tax }.
spoken-total-range = { $items }: from { $from } to { $to } in total, { $tax }.

# $names are the names of taxes, as the clinic's list has them.
spoken-tax-included = { $names } included
spoken-tax-added = with { $names } added
spoken-tax-included-partly = { $names } included where it is due
spoken-tax-added-partly = with { $names } added where it is due
spoken-tax-none = no tax is charged ({ $names })
spoken-tax-nothing = no tax is charged

# $rounding: exact, about. $discount: yes, no. $tax: included, added.
spoken-per-session = That is { $rounding ->
    [about] about { $amount }
   *[exact] { $amount }
 } a session{ $discount ->
    [yes] {" "}after the discount
   *[no] {""}
 }{ $tax ->
    [added] , before tax
   *[included] {""}
 }.
spoken-extras = Also in the total: { $names }.

# $kind: less (it costs $saves less), same, lower (of a range of prices: no more, at the lower ones $saves less), no-more.
spoken-better-offer = { $kind ->
    [less] For the same treatment, { $sessions } cost { $saves } less than { $asked }.
    [same] For the same treatment, { $sessions } cost the same as { $asked }.
    [lower] For the same treatment, { $sessions } cost no more than { $asked }, and { $saves } less at the lower prices.
   *[no-more] For the same treatment, { $sessions } cost no more than { $asked }.
 }
    .asked = bare
spoken-better-offer-of = For { $item } { $kind ->
    [less] in this plan, { $sessions } cost { $saves } less than { $asked }.
    [same] in this plan, { $sessions } cost the same as { $asked }.
    [lower] in this plan, { $sessions } cost no more than { $asked }, and { $saves } less at the lower prices.
   *[no-more] in this plan, { $sessions } cost no more than { $asked }.
 }
    .asked = bare

# How far a promo code got that took nothing off.
spoken-promo = { $outcome ->
    [not_valid] The code { $code } is not valid for this.
    [conditions_not_met] The conditions of the code { $code } are not met.
    [better_discount_applied] The price without the code { $code } is as low or lower, and is the one given.
   *[no_effect] The code { $code } takes nothing off here.
 }

# $rounding: exact, about (the odd fils are left out).
spoken-cost-range = from { $rounding ->
    [about] about { $from }
   *[exact] { $from }
 } to { $to }
spoken-cost = { $rounding ->
    [about] about { $cost }
   *[exact] { $cost }
 }
# $areas is how many areas are compared.
spoken-comparison = { $alternative } on the same { PLURAL($areas) ->
    [one] area
   *[other] areas
 } { $verdict ->
    [cheaper] costs more: { $cost }.
    [dearer] costs less: { $cost }.
   *[depends] costs { $cost }; which of the two costs less depends on the doctor's plan.
 }
spoken-comparison-of = For { $names }: { $comparison }
spoken-break-even = This treatment costs less up to { $up_to }, and more from { $dearer_from } on.
spoken-break-even-up-to = This treatment costs less up to { $up_to }.
spoken-break-even-always-less = This treatment costs less at every number of sessions.
spoken-break-even-from = This treatment costs more from { $dearer_from } on.
# $basis: same, apart (the promo code and the optional extras are left out of the comparison).
spoken-cost-only = { $basis ->
    [apart] This compares cost, without code and optional extras, not results.
   *[same] This compares cost, not results.
 }

# $evidence: yes where the clinic's facts say what is known from research.
spoken-next = { $evidence ->
    [yes] The doctor confirms the plan, results vary, and the clinic explains what research says.
   *[no] The doctor confirms the plan, and results vary from person to person.
 }
