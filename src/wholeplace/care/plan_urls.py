"""The addresses of the pages of plans."""

from __future__ import annotations

from django.urls import path

from wholeplace.care.views import plan, plan_parts, plan_prints, plan_write

_PART = "plans/<uuid:id_>/{}/<slug:part>/<uuid:of>/"

urlpatterns = [
    path("people/<uuid:id_>/plan/", plan.person_plan, name="plan"),
    path("people/<uuid:id_>/plan/begin/", plan_write.begin, name="plan-begin"),
    path("people/<uuid:id_>/plan/versions/", plan.versions, name="plan-versions"),
    path("plans/", plan.plan_list, name="plans"),
    path("plans/for-the-gp/", plan.gp_list, name="plans-gp"),
    path("plans/goals/<uuid:id_>/", plan_write.goal_status, name="plan-goal"),
    path("plans/<uuid:id_>/", plan.version, name="plan-version"),
    path("plans/<uuid:id_>/write/", plan_write.write, name="plan-write"),
    path(_PART.format("add"), plan_parts.add, name="plan-add"),
    path(_PART.format("change"), plan_parts.change, name="plan-change"),
    path(_PART.format("remove"), plan_parts.remove, name="plan-remove"),
    path("plans/<uuid:id_>/my-action-plan.pdf", plan_prints.lay, name="plan-lay"),
    path("plans/<uuid:id_>/summary.pdf", plan_prints.summary, name="plan-summary"),
    path("plans/<uuid:id_>/plan.json", plan_prints.as_json, name="plan-json"),
    path("plans/<uuid:id_>/<slug:what>/", plan_write.do, name="plan-do"),
]
