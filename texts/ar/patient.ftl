### ما يقرؤه المريض: صفحة عرض السعر وملفها وملف المواعيد والنص المُرسَل. Plain and balanced, as in English.

patient-language = العربية
patient-languages = اللغات
patient-quote = عرض سعر
patient-title = عرض سعر { $reference }، { $clinic }

patient-state = { $state ->
    [open] سارٍ
    [accepted] مقبول
    [declined] مرفوض
    [withdrawn] مسحوب
    [superseded] مُستبدَل
   *[expired] منتهٍ
 }
patient-standing = { $state ->
    [open] تسري هذه الأسعار حتى نهاية يوم { $date }.
    [accepted] قُبل هذا العرض في { $date }.
    [declined] رُفض هذا العرض في { $date }.
    [withdrawn] سحبت العيادة هذا العرض في { $date }. لم تعد أسعاره سارية؛ يرجى سؤال العيادة.
    [superseded] حلّ عرض أحدث محل هذا العرض في { $date }. لم تعد هذه الأسعار سارية.
   *[expired] كانت هذه الأسعار سارية حتى { $date }. يرجى طلب عرض جديد من العيادة.
 }
patient-newer = فتح العرض الأحدث
patient-agreed = المبلغ المتفق عليه: { $amount }

patient-date = التاريخ
patient-prices-of = أسعار يوم
patient-valid-until = صالح حتى
patient-price-list = قائمة الأسعار
patient-made-by = أعدّه
patient-by-staff = موظفو العيادة
patient-by-website = موقع العيادة

patient-from = من
patient-to = حتى
patient-costs = تفصيل التكلفة
patient-amounts = المبالغ بعملة { $currency }
patient-times = × { $count }
patient-per-session = من { $from } إلى { $to } للجلسة

patient-fixed = سعر ثابت لهذه الخطة.
patient-range = نطاق سعري وليس سعرًا ثابتًا.
patient-range-sessions = يتوقف المجموع على عدد الجلسات الذي يحدده الطبيب.
patient-range-prices = يُحدَّد ضمن نطاقه بعد الفحص: { $names }.

patient-visits = توزيع الزيارات
patient-visits-span = { $sessions }، { $span }.
patient-visits-one = زيارة واحدة.
patient-visits-first = الزيارة الأولى في { $date }.
patient-visits-last = والأخيرة بين { $from } و{ $to }.
patient-calendar = الزيارات في ملف للتقويم
patient-first-visit = يوم الزيارة الأولى

patient-evidence = ما تقوله الأبحاث
patient-good-to-know = معلومات مفيدة
patient-named = { $name }: { $text }
patient-sources = المصادر

patient-visit-count = الزيارات
patient-time = المدة
patient-one-day = في يوم واحد
patient-not-by-doctor = يؤكد الطبيب الخطة. وتختلف النتائج من شخص إلى آخر.
patient-plans = خطط الدفع، بعد الموافقة

patient-questions = للاستفسار عن هذا العرض
patient-call = اتصال { $number }
patient-whatsapp = واتساب
patient-whatsapp-text = عرض سعر { $reference }
patient-pdf = حفظ بصيغة PDF
patient-print = للطباعة أو حفظ الصفحة استخدم قائمة المتصفح: تتسع لها ورقة A4 واحدة.
patient-private = لا تحتوي هذه الصفحة على اسم أو رقم هاتف أو بيانات شخصية أخرى. ويستطيع قراءتها كل من لديه عنوانها.

patient-unknown = لا يوجد عرض سعر في هذا العنوان
patient-unknown-more = قد يكون العنوان ناقصًا. يرجى فتح الرابط كاملًا كما أُرسل، أو سؤال العيادة.
patient-later = تعذر إظهار عرض السعر الآن
patient-later-more = يرجى فتح الرابط مرة أخرى بعد دقيقة.

patient-event = الجلسة { $session } من { $of }: { $item }
patient-event-one = { $item }
patient-event-about = { $clinic }، عرض سعر { $reference }.
patient-event-between = بين { $from } و{ $to }.
patient-event-plan = هذه خطة وليست موعدًا: تؤكد العيادة كل يوم.

patient-message-subject = { $clinic }: عرض سعر { $reference }
patient-message-total = المجموع: { $total }، { $tax }.
patient-message-valid = صالح حتى { $date }.
patient-message-next = يؤكد الطبيب الخطة. وتختلف النتائج من شخص إلى آخر.
patient-message-link = كل التفاصيل: { $link }
