### لماذا لا يُسعَّر الطلب، وما العمل. \u2066 and \u2069 stand around what reads from left to right.

refusal-no-items = لم يُطلب شيء: اذكر علاجًا واحدًا ومنطقة واحدة على الأقل.
refusal-too-many-items = يتسع الطلب لعدد { $most } من العلاجات على الأكثر، وفيه { $found }: اطلب على دفعتين.
refusal-unknown-treatment = «{ $given }» ليس من علاجات قائمة الأسعار هذه.
refusal-unknown-area = «{ $given }» ليس من مناطق قائمة الأسعار هذه.
refusal-unknown-extra = «{ $given }» ليس من إضافات قائمة الأسعار هذه.
refusal-not-offered = { $treatment }: هذا العلاج غير متاح لهذه المنطقة: { $area }.
refusal-no-price-on-date = { $treatment }، { $area }: لا سعر لهذا اليوم. أقرب يوم له سعر هو { $nearest }.
refusal-invalid-sessions = تعذرت قراءة عدد الجلسات. اكتب عددًا (10) أو عددين بينهما شرطة، الأصغر أولًا ({ "\u2066" }3-6{ "\u2069" }) أو حدًا أدنى ({ "\u2066" }10+{ "\u2069" }).
refusal-invalid-sessions-of = تعذرت قراءة عدد جلسات البند { $item }. اكتب عددًا (10) أو عددين بينهما شرطة ({ "\u2066" }3-6{ "\u2069" }) أو حدًا أدنى ({ "\u2066" }10+{ "\u2069" }).
refusal-sessions-out-of-range = { $treatment }: عدد الجلسات { PLURAL($most) ->
    [one] جلسة واحدة فقط
   *[other] من 1 إلى { $most }
 }؛ والمطلوب: { $asked }.
refusal-sessions-past-every-range = { $treatment }: عدد الجلسات { PLURAL($most) ->
    [one] جلسة واحدة فقط
   *[other] من 1 إلى { $most }
 }؛ والمطلوب أكثر من ذلك بكثير.
refusal-price-on-request = { $treatment }، { $area }: سعر { PLURAL($sessions) ->
    [one] جلسة واحدة
    [two] جلستين
    [few] { $sessions } جلسات
   *[other] { $sessions } جلسة
 } يُعطى عند الطلب.
refusal-sessions-not-sold = { $treatment }: لا يُباع هذا العلاج في { PLURAL($sessions) ->
    [one] جلسة واحدة
    [two] جلستين
    [few] { $sessions } جلسات
   *[other] { $sessions } جلسة
 }.
refusal-duplicate-item = البند { $item } هو علاج البند { $first } ومنطقته نفسهما: احذف أحدهما.
refusal-extra-not-offered = الإضافة «{ $extra }» لا تناسب أيًا من هذه العلاجات: احذفها.
refusal-no-tax-rate = ليس في قائمة الأسعار نسبة لهذا اليوم من «{ $tax }».

hint-did-you-mean = هل المقصود { $names }؟
hint-areas = وهو متاح للمناطق الآتية: { $names }.
hint-areas-more = وهو متاح للمناطق الآتية: { $names } و{ $more } غيرها.
hint-there-are = المتاح: { $names }.
hint-there-are-more = المتاح: { $names } و{ $more } غيرها.
hint-nearest-counts = أقرب عدد يُباع: { $counts }.
hint-call = اتصل على { $phone }.
hint-ask = اسأل العيادة.
hint-days-between = النسب متوفرة من { $first } إلى { $last }.
hint-days-from = النسب متوفرة ابتداءً من { $first }.
hint-days-to = النسب متوفرة حتى { $last }.

misread-empty = النص فارغ. اكتب المطلوب، مثل: { $example }
misread-too-long = في النص { $letters } حرفًا، ولا يُقرأ أكثر من { $most }.
misread-unknown-word = «{ $word }» كلمة غير معروفة: احذفها، أو اكتب علاجًا أو منطقة أو عدد جلسات أو إضافة.
misread-invalid-sessions = «{ $part }» ليس عدد جلسات. اكتب عددًا (10) أو عددين بينهما شرطة ({ "\u2066" }3-6{ "\u2069" }) أو حدًا أدنى ({ "\u2066" }10+{ "\u2069" }).
misread-spare-count = «{ $part }» لا يتبع علاجًا ولا منطقة: لكل بند عدد جلسات واحد. اكتب المدى هكذا: { "\u2066" }3-6{ "\u2069" }.
misread-several-promo-codes = يمكن إعطاء رمز عرض واحد لا أكثر.
misread-nothing-named = اذكر علاجًا أو منطقة، مثل: { $example }
misread-not-offered = هذه العلاجات غير متاحة لهذه المناطق: «{ $part }».
misread-ambiguous = «{ $text }» يحتمل أكثر من معنى. اختر واحدًا:
misread-more = … وغيرها: اذكر العلاج والمنطقة.
