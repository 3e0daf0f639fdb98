### ما يقرؤه موظف الاستقبال للمتصل. The case of amounts and sessions is set by the attributes: without one they stand in
### the nominative (السعر عشرون درهمًا), with `oblique` after a preposition or another noun (من عشرين درهمًا).

spoken-item = { $treatment }، { $area }، { $sessions }
spoken-items-more = { $first }؛ { $rest }
spoken-total = { $items }: المجموع { $total }، { $tax }.
spoken-total-range = { $items }: المجموع من { $from } إلى { $to }، { $tax }.
    .from = oblique
    .to = oblique

spoken-tax-included = شاملًا { $names }
spoken-tax-added = بعد إضافة { $names }
spoken-tax-included-partly = شاملًا { $names } حيث تُستحق
spoken-tax-added-partly = بعد إضافة { $names } حيث تُستحق
spoken-tax-none = دون ضريبة ({ $names })
spoken-tax-nothing = دون ضريبة

spoken-per-session = سعر الجلسة الواحدة { $rounding ->
    [about] { $amount } تقريبًا
   *[exact] { $amount }
 }{ $discount ->
    [yes] {" "}بعد الخصم
   *[no] {""}
 }{ $tax ->
    [added] {" "}قبل الضريبة
   *[included] {""}
 }.
spoken-extras = ويدخل في المجموع أيضًا: { $names }.

spoken-better-offer = { $kind ->
    [less] تكلفة { $sessions } من العلاج نفسه أقل من تكلفة { $asked } بمبلغ { $saves }.
    [same] تكلفة { $sessions } من العلاج نفسه تساوي تكلفة { $asked }.
    [lower] تكلفة { $sessions } من العلاج نفسه لا تزيد على تكلفة { $asked }، وتقل عنها عند الحد الأدنى للسعر بمبلغ { $saves }.
   *[no-more] تكلفة { $sessions } من العلاج نفسه لا تزيد على تكلفة { $asked }.
 }
    .sessions = oblique
    .asked = oblique
    .saves = oblique
spoken-better-offer-of = { $item }: { $kind ->
    [less] تكلفة { $sessions } ضمن هذه الخطة أقل من تكلفة { $asked } بمبلغ { $saves }.
    [same] تكلفة { $sessions } ضمن هذه الخطة تساوي تكلفة { $asked }.
    [lower] تكلفة { $sessions } ضمن هذه الخطة لا تزيد على تكلفة { $asked }، وتقل عنها عند الحد الأدنى للسعر بمبلغ { $saves }.
   *[no-more] تكلفة { $sessions } ضمن هذه الخطة لا تزيد على تكلفة { $asked }.
 }
    .sessions = oblique
    .asked = oblique
    .saves = oblique

spoken-promo = { $outcome ->
    [not_valid] الرمز { $code } غير صالح لهذا الطلب.
    [conditions_not_met] شروط الرمز { $code } غير مستوفاة.
    [better_discount_applied] السعر دون الرمز { $code } مساوٍ أو أقل، وهو السعر المذكور.
   *[no_effect] الرمز { $code } لا يخفض السعر هنا.
 }

spoken-cost-range = من { $from } إلى { $to }{ $rounding ->
    [about] {" "}تقريبًا
   *[exact] {""}
 }
    .from = oblique
    .to = oblique
spoken-cost = { $cost }{ $rounding ->
    [about] {" "}تقريبًا
   *[exact] {""}
 }
spoken-comparison = أما { $alternative } { PLURAL($areas) ->
    [one] للمنطقة نفسها
    [two] للمنطقتين نفسيهما
   *[other] للمناطق نفسها
 } { $verdict ->
    [cheaper] فالتكلفة أعلى: { $cost }.
    [dearer] فالتكلفة أقل: { $cost }.
   *[depends] فالتكلفة { $cost }، وأيهما أقل تكلفة يتوقف على خطة الطبيب.
 }
spoken-comparison-of = المقارنة ({ $names }): { $comparison }
spoken-break-even = هذا العلاج أقل تكلفة حتى { $up_to }، وأعلى تكلفة ابتداءً من { $dearer_from }.
    .up_to = oblique
    .dearer_from = oblique
spoken-break-even-up-to = هذا العلاج أقل تكلفة حتى { $up_to }.
    .up_to = oblique
spoken-break-even-always-less = هذا العلاج أقل تكلفة مهما كان عدد الجلسات.
spoken-break-even-from = هذا العلاج أعلى تكلفة ابتداءً من { $dearer_from }.
    .dearer_from = oblique
spoken-cost-only = { $basis ->
    [apart] وهذه مقارنة للتكلفة دون الرمز والإضافات الاختيارية، لا للنتائج.
   *[same] وهذه مقارنة للتكلفة لا للنتائج.
 }

spoken-next = { $evidence ->
    [yes] يؤكد الطبيب الخطة، وتختلف النتائج من شخص إلى آخر، وتوضح العيادة ما تقوله الأبحاث.
   *[no] يؤكد الطبيب الخطة، وتختلف النتائج من شخص إلى آخر.
 }
