"""Addresses of the applicant desk."""

from django.urls import include, path

from zhupei.desks.applicant.views import choices, form_papers, home, notices, progress, submission, withdrawal

app_name = "applicant"
urlpatterns = [
    path("", home.home, name="home"),
    path("", include("zhupei.desks.applicant.urls_dossier")),
    path("", include("zhupei.desks.applicant.urls_account")),
    path("choices/", choices.choices, name="choices"),
    path("check/", submission.check, name="check"),
    path("submission/", submission.submission, name="submission"),
    path("receipts/<uuid:version_id>/", submission.receipt, name="receipt"),
    path("receipts/<uuid:version_id>/calendar.ics", submission.calendar, name="calendar"),
    path("progress/", progress.progress, name="progress"),
    path("withdrawal/", withdrawal.withdrawal, name="withdrawal"),
    path("giving-up/", withdrawal.giving_up, name="giving_up"),
    path("form/", form_papers.form, name="form"),
    path("form/file/", form_papers.form_file, name="form_file"),
    path("notices/", notices.notices, name="notices"),
]
