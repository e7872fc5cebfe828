"""No secret is printed, wherever it hides."""

import pytest

from tenantry_api import models
from tenantry_api.types import File

from .schemas import SCHEMAS, example

SECRET = "hunter2, which nobody must see"


@pytest.mark.parametrize(
    ("name", "field"),
    [
        (name, field)
        for name, schema in SCHEMAS.items()
        for field, what in schema.get("properties", {}).items()
        if what.get("writeOnly")
    ],
)
def test_no_field_that_the_spec_calls_write_only_is_printed(name: str, field: str) -> None:
    holder = getattr(models, name).from_dict(example(SCHEMAS[name]) | {field: SECRET})

    assert getattr(holder, field) == SECRET
    assert SECRET not in repr(holder)


@pytest.mark.parametrize(
    "holder",
    [
        models.SecretText(name="KEY", text=SECRET),
        models.SecretKey(name="KEY", key_base64=SECRET, key_jwk={"k": SECRET}),
        models.AssetsMetadata(jwt=SECRET),
        models.AssetsSession(jwt=SECRET),
        models.AssetsUploaded(jwt=SECRET),
        models.OtherSecret(type_="secret_poem", additional_properties={"text": SECRET}),
        models.OtherBinding(type_="secret_poem", additional_properties={"text": SECRET}),
        models.SecretPatches(additional_properties={"KEY": models.SecretText(name="KEY", text=SECRET)}),
        models.ScriptUpload(metadata=models.ScriptMetadata(), additional_properties={"a.js": File(SECRET.encode())}),
        File(SECRET.encode()),
    ],
)
def test_no_secret_is_printed(holder: object) -> None:
    assert SECRET not in repr(holder)
    assert SECRET not in str(models.SettingsPatch(additional_properties={"x": holder}))


def test_the_names_of_unknown_fields_are_printed() -> None:
    assert "additional_properties={'mood': …}" in repr(models.ScriptDetails(additional_properties={"mood": SECRET}))
