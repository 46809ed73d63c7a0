from django.urls import path

from evaluation.views import grants, home, reports, staff, vouchers

app_name = "evaluation"

urlpatterns = [
    path("", home.home, name="home"),
    path("bescheid/neu/", grants.grant_create, name="grant_create"),
    path("bescheid/<int:pk>/", grants.grant_detail, name="grant"),
    path("bescheid/<int:pk>/bearbeiten/", grants.grant_edit, name="grant_edit"),
    path("bescheid/<int:pk>/loeschung/", grants.grant_delete, name="grant_delete"),
    path("bescheid/<int:pk>/plan/<int:year>/neu/", grants.line_create, name="line_create"),
    path("bescheid/<int:pk>/plan/<int:year>/kopie/", grants.plan_copy, name="plan_copy"),
    path("plan/<int:pk>/bearbeiten/", grants.line_edit, name="line_edit"),
    path("plan/<int:pk>/loeschung/", grants.line_delete, name="line_delete"),
    path("personal/", staff.position_list, name="staff"),
    path("personal/neu/", staff.position_create, name="position_create"),
    path("personal/<int:pk>/bearbeiten/", staff.position_edit, name="position_edit"),
    path("belege/<int:pk>/bearbeiten/", vouchers.voucher_edit, name="voucher_edit"),
    path("belege/<int:pk>/loeschung/", vouchers.voucher_delete, name="voucher_delete"),
    path("<int:year>/belege/", vouchers.voucher_list, name="vouchers"),
    path("<int:year>/belege/neu/", vouchers.voucher_create, name="voucher_create"),
    path("<int:year>/", reports.report_detail, name="report"),
    path("<int:year>/bericht/", reports.report_create, name="report_create"),
    path("<int:year>/kapitel/<slug:key>/", reports.section_edit, name="section"),
    path("<int:year>/zahlen/", reports.figure_list, name="figures"),
    path("<int:year>/vorschau/", reports.preview_create, name="preview"),
    path("<int:year>/festschreibung/", reports.release_create, name="release"),
    path("<int:year>/vorlage/", reports.presentation_edit, name="presentation"),
    path("<int:year>/vorlage/ruecknahme/", reports.presentation_delete, name="presentation_delete"),
]
