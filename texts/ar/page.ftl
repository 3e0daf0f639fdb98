### الصفحة التي يطبعها الأمر mesoquote estimate. Amounts come in digits.

page-range = من { $from } إلى { $to }
page-on = أسعار { $date }
page-tax-included = شاملًا { $names }
page-tax-added = بعد إضافة { $names }
page-tax-none = دون ضريبة ({ $names })
page-sessions = { PLURAL($count) ->
    [zero] دون جلسات
    [one] جلسة واحدة
    [two] جلستان
    [few] { $count } جلسات
   *[other] { $count } جلسة
 }
page-sessions-range = من { $from } إلى { $to } { PLURAL($to) ->
    [few] جلسات
   *[other] جلسة
 }
page-sessions-open = { $from } { PLURAL($from) ->
    [few] جلسات
   *[other] جلسة
 } أو أكثر، حتى { $to }
page-say = ما يقال للمتصل
page-made-of = تفصيل السعر
page-at-low = تفصيل السعر عند الحد الأدنى
page-at-high = تفصيل السعر عند الحد الأعلى
page-course = { $item }: { $sessions }
page-per-session = { $amount } للجلسة
page-part-rate = { $sessions } بسعر { $price }
page-part-package = { PLURAL($count) ->
    [one] باقة واحدة
    [two] باقتان
    [few] { $count } باقات
   *[other] { $count } باقة
 } ({ $sessions }) بسعر { $price }
page-times = { $name } × { $count }
page-total = المجموع
page-tax-inside = منه { $name } { $percent }%
page-tax-on-top = { $name } { $percent }%
page-promo-applied = خُصم الرمز { $code }.

page-better-offer = جلسات أكثر دون زيادة في السعر
page-better-offer-line = { $item }: { $kind ->
    [less] { $sessions } بدلًا من { $asked } بسعر أقل بمقدار { $saves }.
    [same] { $sessions } بدلًا من { $asked } بالسعر نفسه.
    [lower] { $sessions } بدلًا من { $asked } بسعر لا يزيد، وأقل بمقدار { $saves } عند الحد الأدنى.
   *[no-more] { $sessions } بدلًا من { $asked } بسعر لا يزيد.
 }

page-visits = الزيارات
page-first-visit = الأولى
page-last-visit = الأخيرة
page-day = اليوم { $day }
page-visit = { $session }
page-span-one = زيارة واحدة
page-gap = الجلسات من { $from } إلى { $to }
page-gap-one = الجلسة { $from }
page-gap-days = بعد السابقة بمدة من { $min } إلى { $max } { PLURAL($max) ->
    [few] أيام
    [many] يومًا
   *[other] يوم
 }
page-gap-days-same = بعد السابقة بمدة { PLURAL($min) ->
    [one] يوم واحد
    [two] يومين
    [few] { $min } أيام
    [many] { $min } يومًا
   *[other] { $min } يوم
 }

page-comparison = بالمقارنة مع { $name }
page-this = هذه الجلسات
page-visits-count = { PLURAL($count) ->
    [zero] دون زيارات
    [one] زيارة واحدة
    [two] زيارتان
    [few] { $count } زيارات
   *[other] { $count } زيارة
 }
page-visits-range = { PLURAL($to) ->
    [two] زيارة أو زيارتان
    [few] من { $from } إلى { $to } زيارات
   *[other] من { $from } إلى { $to } زيارة
 }
page-span-days = خلال { PLURAL($count) ->
    [zero] اليوم نفسه
    [one] يوم واحد
    [two] يومين
    [few] { $count } أيام
    [many] { $count } يومًا
   *[other] { $count } يوم
 }
page-span-days-range = خلال مدة من { $from } إلى { $to } { PLURAL($to) ->
    [few] أيام
    [many] يومًا
   *[other] يوم
 }
page-verdict = { $verdict ->
    [cheaper] تكلفة { $name } أعلى: الفرق { $difference }.
    [dearer] تكلفة { $name } أقل: الفرق { $difference }.
   *[depends] أيهما أقل تكلفة يتوقف على الخطة.
 }
page-break-even-up-to = هذه الجلسات أقل تكلفة حتى: { $sessions }.
page-break-even-from = هذه الجلسات أعلى تكلفة ابتداءً من: { $sessions }.
page-cost-only = المقارنة للتكلفة والزيارات والمدة، لا للنتائج.
page-cost-apart = المقارنة دون رمز العرض والإضافات الاختيارية.
page-chart = التكلفة بحسب عدد الجلسات: { $item }؛ والمظلل: { $name }
page-not-compared = خارج المقارنة: { $item } ({ $reason ->
    [no_alternative] لا بديل له
    [price_on_request] سعر البديل يُعطى عند الطلب
    [not_offered] البديل غير متاح هناك
    [no_price_on_date] لا سعر للبديل في هذا اليوم
   *[other] تعذر تسعير البديل
 }).

page-plans = خطط الدفع
page-payments = { $count } × { $amount }
page-facts = معلومات مفيدة
page-source = المصدر: { $source }
page-more-facts = للمزيد: { $flag }
page-topic = { $topic ->
    [preparation] قبل الجلسة
    [procedure] طريقة الإجراء
    [anaesthesia] التخدير
    [recovery] التعافي
    [side-effects] الآثار الجانبية
    [evidence] ما تقوله الأبحاث
    [permanence] مدة الأثر
    [insurance] التأمين
    [included] يشمل السعر
   *[not-included] لا يشمل السعر
 }
page-next = يؤكد الطبيب الخطة، وتختلف النتائج من شخص إلى آخر.
page-price-list = قائمة أسعار { $clinic }، الإصدار { $version }
