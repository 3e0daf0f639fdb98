### What the patient reads: the page of a quote, its PDF, its calendar file, and the text that is sent. Plain and
### balanced: no praise, no urgency, no promise; a comparison is of cost, visits, time and recovery.

# This language's name for itself.
patient-language = English
patient-languages = Languages
patient-quote = Quote
patient-title = Quote { $reference }, { $clinic }

# $date is a day written out.
patient-state = { $state ->
    [open] Valid
    [accepted] Accepted
    [declined] Declined
    [withdrawn] Withdrawn
    [superseded] Replaced
   *[expired] Expired
 }
patient-standing = { $state ->
    [open] These prices stand until { $date }, that day included.
    [accepted] This quote was accepted on { $date }.
    [declined] This quote was declined on { $date }.
    [withdrawn] The clinic withdrew this quote on { $date }. Its prices no longer stand; please ask the clinic.
    [superseded] A newer quote took the place of this one on { $date }. These prices no longer stand.
   *[expired] These prices stood until { $date }. Please ask the clinic for a new quote.
 }
patient-newer = Open the newer quote
patient-agreed = Agreed total: { $amount }

patient-date = Date
patient-prices-of = Prices of
patient-valid-until = Valid until
patient-price-list = Price list
patient-made-by = Made by
patient-by-staff = the clinic’s staff
patient-by-website = the clinic’s website

# Of a range: the columns of its lower and its upper end.
patient-from = from
patient-to = up to
patient-costs = What it costs
patient-amounts = Amounts in { $currency }
patient-times = × { $count }
patient-per-session = { $from } to { $to } a session

patient-fixed = A fixed price for this plan.
patient-range = A range, not a fixed price.
patient-range-sessions = The total depends on how many sessions the doctor plans.
patient-range-prices = Set within their range after the examination: { $names }.

patient-visits = How the visits would fall
patient-visits-span = { $sessions }, { $span }.
patient-visits-one = One visit.
patient-visits-first = First visit on { $date }.
patient-visits-last = The last one between { $from } and { $to }.
patient-calendar = The visits as a calendar file
patient-first-visit = Day of the first visit

patient-evidence = What research says
patient-good-to-know = Good to know
patient-named = { $name }: { $text }
patient-sources = Sources

patient-visit-count = Visits
patient-time = Time
patient-one-day = within one day
patient-not-by-doctor = The doctor confirms the plan. Results vary from person to person.
patient-plans = Payment plans, subject to approval

patient-questions = Questions about this quote
patient-call = Call { $number }
patient-whatsapp = WhatsApp
patient-whatsapp-text = Quote { $reference }
patient-pdf = Save as PDF
patient-print = To print or save this page, use your browser’s menu: it fits one A4 sheet.
patient-private = This page holds no name, telephone number or other personal data. Whoever has its address can read it.

patient-unknown = There is no quote at this address
patient-unknown-more = The address may be incomplete. Please open the whole link as it was sent, or ask the clinic.
patient-later = The quote can’t be shown at this moment
patient-later-more = Please open the link again in a minute.

patient-event = Session { $session } of { $of }: { $item }
patient-event-one = { $item }
patient-event-about = { $clinic }, quote { $reference }.
patient-event-between = Between { $from } and { $to }.
patient-event-plan = A plan, not an appointment: the clinic confirms each day.

patient-message-subject = { $clinic }: quote { $reference }
patient-message-total = Total: { $total }, { $tax }.
patient-message-valid = Valid until { $date }.
patient-message-next = The doctor confirms the plan. Results vary from person to person.
patient-message-link = All details: { $link }
