"""Addresses of the base desk: everything below the base's id, for its members only."""

from django.urls import include, path

from zhupei.desks.base.views import application, documents, exports, members, onsite, queue

app_name = "base"

_document = [
    path("", documents.document, name="document"),
    path("pages/<int:number>/", documents.document_page, name="document_page"),
    path("thumbnail/", documents.document_thumbnail, name="document_thumbnail"),
]
_application = [
    path("", application.application, name="application"),
    path("decision/", application.decision, name="decision"),
    path("revocation/", application.revocation, name="revocation"),
    path("reveals/", application.reveals, name="reveals"),
    path("documents/<uuid:document_id>/", include(_document)),
]
urlpatterns = [
    path("", queue.home, name="home"),
    path("<uuid:base_id>/", queue.queue, name="queue"),
    path("<uuid:base_id>/applications/<uuid:application_id>/", include(_application)),
    path("<uuid:base_id>/exports/", exports.exports, name="exports"),
    path("<uuid:base_id>/exports/<uuid:export_id>/", exports.export, name="export"),
    path("<uuid:base_id>/exports/<uuid:export_id>/file/", exports.export_file, name="export_file"),
    path("<uuid:base_id>/on-site/", onsite.onsite, name="onsite"),
    path("<uuid:base_id>/on-site/<uuid:version_id>/", onsite.onsite_check, name="onsite_check"),
    path("<uuid:base_id>/members/", members.members, name="members"),
    path("<uuid:base_id>/members/<uuid:user_id>/ending/", members.member_ending, name="member_ending"),
]
