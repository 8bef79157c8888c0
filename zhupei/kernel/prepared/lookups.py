"""`field__among=list`: the list is one parameter, so that the statement is the same whatever its length.

Django's `__in` writes a parameter for each member.
"""

from typing import Any

from django.db.models import Field, ForeignObject, Lookup


@ForeignObject.register_lookup
@Field.register_lookup
class Among(Lookup):
    lookup_name = "among"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: Any) -> Any:
        field = self._target()
        return "%s", [[field.get_db_prep_value(getattr(each, "pk", each), connection) for each in value]]

    def _target(self) -> Any:
        field: Any = self.lhs.output_field
        while getattr(field, "remote_field", None) is not None:
            field = field.target_field
        return field

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        kind = self._target().cast_db_type(connection)
        return f"{left} = ANY({right}::{kind}[])", [*left_params, *right_params]
