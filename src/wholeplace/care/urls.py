"""The addresses of the pages of care."""

from __future__ import annotations

from django.urls import path

from wholeplace.care.views import caseload, glass, people, today

urlpatterns = [
    path("", today.today, name="today"),
    path("people/", people.search, name="search"),
    path("people/<uuid:id_>/", people.person, name="person"),
    path("people/<uuid:id_>/about-me/", people.edit_about_me, name="about-me"),
    path("people/<uuid:id_>/details/", people.edit_person, name="details"),
    path("people/<uuid:id_>/around/", people.edit_related, name="add-related"),
    path("people/<uuid:id_>/around/<uuid:related_id>/", people.edit_related, name="related"),
    path("people/<uuid:id_>/who-looked/", people.who_looked, name="who-looked"),
    path("caseload/", caseload.caseload_list, name="caseload"),
    path("caseload/<uuid:id_>/", caseload.place, name="place"),
    path("caseload/<uuid:id_>/<slug:what>/", caseload.do, name="place-do"),
    path("candidates/", caseload.candidate_list, name="candidates"),
    path("candidates/<uuid:id_>/", caseload.decide, name="decide"),
    path("capacity/", caseload.capacity, name="capacity"),
    path("break-glass/", glass.break_glass, name="break-glass"),
    path("broken-glass/", glass.glass, name="glass"),
    path("broken-glass/<int:id_>/", glass.review_glass, name="review-glass"),
]
