"""What stands in an empty form already, for the person to check and to save."""

import copy

from zhupei.dossiers import document_queries, queries, rules
from zhupei.dossiers.fields import DossierField
from zhupei.dossiers.models import Dossier
from zhupei.dossiers.queries import DossierData
from zhupei.dossiers.sections import BASICS


def of(data: DossierData) -> tuple[Dossier, list[DossierField]]:
    """The dossier with what its owner's identity card says in fields left empty, and these fields."""
    row = data.dossier
    if row.ethnicity and row.registered_region_id:
        return row, []
    found = rules.prefill(row, document_queries.own_card(data.person))
    row = copy.copy(row)
    for name, value in found.items():
        setattr(row, name, queries.regions().get(value) if name == "registered_region" else value)
    return row, [field for field in BASICS.fields if field.name in found]
