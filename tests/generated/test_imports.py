"""What is imported is what is used: each test looks at the modules of a fresh interpreter."""

import subprocess
import sys

import pytest

import tenantry_api
from tenantry_api import api, models


def modules_after(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True)
    return set(done.stdout.split())


def test_the_package_alone_imports_next_to_nothing() -> None:
    loaded = modules_after("import tenantry_api")

    assert {"tenantry_api", "tenantry_api.lazy"} == {name for name in loaded if name.startswith("tenantry_api")}
    assert not {"httpx", "attrs", "attr"} & loaded


def test_one_operation_imports_no_model_and_no_other_operation() -> None:
    loaded = modules_after("from tenantry_api.api.namespaces import get_namespace")

    assert {"tenantry_api.models"} == {name for name in loaded if name.startswith("tenantry_api.models")}
    assert "tenantry_api.api.namespaces.get_namespace" in loaded
    assert "tenantry_api.api.scripts" not in loaded


def test_one_answer_imports_the_models_in_it() -> None:
    loaded = modules_after(
        "from tenantry_api.models import decode_binding\ndecode_binding({'type': 'd1', 'name': 'DB', 'id': '1'})"
    )

    assert {"tenantry_api.models.d1", "tenantry_api.models.other_binding"} == {
        name for name in loaded if name.startswith("tenantry_api.models.")
    }


def test_every_name_can_be_had() -> None:
    for package in (tenantry_api, api, models, *(getattr(api, tag) for tag in dir(api))):
        assert dir(package) != []
        for name in dir(package):
            assert getattr(package, name) is not None


def test_the_operations_are_all_there() -> None:
    operations = {name: getattr(getattr(api, tag), name) for tag in dir(api) for name in dir(getattr(api, tag))}

    assert len(operations) == 28
    for name, operation in operations.items():
        assert operation.__name__.endswith(f".{name}")
        for function in ("request", "parse", "sync", "sync_detailed", "asyncio", "asyncio_detailed"):
            assert callable(getattr(operation, function)), (name, function)


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match=r"module 'tenantry_api\.models' has no attribute 'Nothing'"):
        models.Nothing  # type: ignore[attr-defined] # noqa: B018 # the point
