"""Every act that people do, and who may do it."""

from tests.rights.acts.act import Act
from tests.rights.acts.of_accounts import acts_on_accounts
from tests.rights.acts.of_applicants import acts_on_applications, acts_on_dossiers
from tests.rights.acts.of_desks import other_acts

__all__ = ["ACTS", "Act"]

ACTS = {
    f"{app}.{name}": act
    for app, acts in {
        "accounts": acts_on_accounts(),
        "applications": acts_on_applications(),
        "dossiers": acts_on_dossiers(),
        **other_acts(),
    }.items()
    for name, act in acts.items()
}
