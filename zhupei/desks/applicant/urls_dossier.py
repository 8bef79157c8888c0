"""Addresses of the dossier, below /me/."""

from django.urls import path

from zhupei.desks.applicant.views import basics, documents, dossier, educations, employments, files, licence

urlpatterns = [
    path("dossier/", dossier.dossier, name="dossier"),
    path("dossier/basics/", basics.basics, name="basics"),
    path("dossier/educations/", educations.educations, name="educations"),
    path("dossier/educations/new/", educations.new_education, name="education_new"),
    path("dossier/educations/<uuid:education_id>/", educations.education, name="education"),
    path("dossier/educations/<uuid:education_id>/removal/", educations.removal, name="education_removal"),
    path("dossier/employments/", employments.employments, name="employments"),
    path("dossier/employments/new/", employments.new_employment, name="employment_new"),
    path("dossier/employments/<uuid:employment_id>/", employments.employment, name="employment"),
    path("dossier/employments/<uuid:employment_id>/removal/", employments.removal, name="employment_removal"),
    path("dossier/licence/", licence.licence, name="licence"),
    path("dossier/documents/", documents.documents, name="documents"),
    path("dossier/documents/consent/", documents.consent, name="image_consent"),
    path("dossier/documents/<str:slot>/", documents.upload, name="document_upload"),
    path("dossier/documents/<str:slot>/state/", documents.state, name="document_state"),
    path("dossier/documents/<str:slot>/offers/<uuid:document_id>/", documents.take, name="document_take"),
    path("dossier/files/<uuid:document_id>/", files.file, name="document_file"),
    path("dossier/files/<uuid:document_id>/pages/<int:number>/", files.page, name="document_page"),
    path("dossier/files/<uuid:document_id>/thumbnail/", files.thumbnail, name="document_thumbnail"),
    path("dossier/regions/<str:code>/", dossier.regions, name="regions"),
    path("dossier/institutions/", dossier.institutions, name="institutions"),
    path("dossier/majors/", dossier.majors, name="majors"),
]
