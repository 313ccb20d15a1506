"""The policies of a workspace: what its own document says, or else the shipped one."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from wholeplace.app.documents import read_file
from wholeplace.population import LinkingRules
from wholeplace.privacy import PrivacyPolicy
from wholeplace.store.shipped import shipped_file
from wholeplace.store.workspace import Workspace

Model = TypeVar("Model", bound=BaseModel)

LINKING, PRIVACY = "linking.yaml", "privacy.yaml"


def privacy_policy(workspace: Workspace) -> PrivacyPolicy:
    """Return what may be shown and used; raises ``Refused`` of a document that is wrong."""
    return _policy(workspace, PRIVACY, PrivacyPolicy)


def linking_rules(workspace: Workspace) -> LinkingRules:
    """Return how people are linked; raises ``Refused`` of a document that is wrong."""
    return _policy(workspace, LINKING, LinkingRules)


def policy_file(workspace: Workspace, name: str) -> Path:
    """Return where a policy stands: in the workspace's own document, or else the shipped one."""
    own = workspace.document(name)
    return own if own.is_file() else shipped_file("policies", name)


def _policy(workspace: Workspace, name: str, model: type[Model]) -> Model:
    return read_file(policy_file(workspace, name), model).value
