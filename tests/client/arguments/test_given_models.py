"""Settings and bindings, given as models or as dicts: what does not fit is refused, and says where."""

from typing import Any

import attrs
import pytest

from tenantry import NotSent, bindings, models
from tenantry._arguments.deployment.models import _hints, as_binding, as_setting

KV = bindings.KvNamespace(name="A", namespace_id="x")


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        ("limits", {"cpu_ms": 50}, models.Limits(cpu_ms=50)),
        ("limits", models.Limits(cpu_ms=50), models.Limits(cpu_ms=50)),
        (
            "observability",
            {"logs": {"enabled": True}},
            models.Observability(logs=models.ObservabilityLogs(enabled=True)),
        ),
        ("observability", {"head_sampling_rate": 1}, models.Observability(head_sampling_rate=1)),
        ("placement", {"mode": "smart"}, models.SmartPlacement()),
        ("placement", models.SmartPlacement(), models.SmartPlacement()),
        ("placement", {"mode": "smarter"}, models.OtherPlacement(mode="smarter")),
        ("placement", models.PlacementInfo.from_dict({"mode": "smart", "status": "SUCCESS"}), models.SmartPlacement()),
        ("tail_consumers", [{"service": "logs"}], [models.TailConsumer(service="logs")]),
        ("tail_consumers", (models.TailConsumer(service="logs"),), [models.TailConsumer(service="logs")]),
        ("logpush", False, False),
        ("usage_model", "standard", models.UsageModel.STANDARD),
        ("usage_model", "of tomorrow", "of tomorrow"),
        ("migrations", {"new_tag": "v1"}, models.SingleStepMigrations(new_tag="v1")),
        ("migrations", {"steps": []}, models.MultiStepMigrations(steps=[])),
        ("cache_options", {"enabled": True}, models.CacheOptions(enabled=True)),
    ],
    ids=repr,
)
def test_a_dict_becomes_the_model(name: str, given: Any, expected: Any) -> None:
    assert as_setting(name, given) == expected


def test_exports_may_be_models_dicts_or_of_a_kind_that_is_not_known() -> None:
    given = {
        "Room": models.DurableObjectExport(storage=models.ExportStorage.SQLITE),
        "Api": {"type": "worker"},
        "New": {"type": "of-tomorrow", "more": 1},
    }

    assert as_setting("exports", given).to_dict() == {
        "Room": {"type": "durable-object", "storage": "sqlite"},
        "Api": {"type": "worker"},
        "New": {"type": "of-tomorrow", "more": 1},
    }


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("observability", models.Observability.from_dict({"enabled": True, "novelty": 1})),
        ("tail_consumers", [models.TailConsumer.from_dict({"service": "logs", "novelty": 1})]),
        ("exports", models.Exports.from_dict({"Room": {"type": "durable-object", "novelty": 1}})),
    ],
    ids=["a model", "a list", "a map"],
)
def test_what_was_read_can_be_given_with_fields_that_are_not_known(name: str, given: Any) -> None:
    assert as_setting(name, given) == given


@pytest.mark.parametrize(
    ("name", "given", "text"),
    [
        ("limits", {"cpu_mss": 50}, r"limits has no field 'cpu_mss'; there are: cpu_ms, subrequests\."),
        ("limits", {"cpu_ms": "fifty"}, r"limits\.cpu_ms must be int, not str\."),
        ("limits", {"cpu_ms": True}, r"limits\.cpu_ms must be int, not bool\."),
        ("limits", models.Limits(cpu_ms="50"), r"limits\.cpu_ms must be int, not str\."),  # type: ignore[arg-type]
        ("limits", KV, r"limits must be Limits, not KvNamespace\."),
        ("limits", 5, "limits must be Limits: an object was expected, not int"),
        ("observability", {"enabled": "yes"}, r"observability\.enabled must be bool, not str"),
        ("observability", {"logs": {"enabled": 1}}, r"observability\.logs\.enabled must be bool, not int"),
        ("placement", {"mod": "smart"}, "placement has no field 'mod'"),
        ("placement", KV, "placement must be HostnamePlacement or .*, not KvNamespace"),
        ("tail_consumers", ["logs"], "tail_consumers must be a list of TailConsumer: an object was expected"),
        ("tail_consumers", [{"service": 5}], r"tail_consumers\[0\]\.service must be str, not int"),
        ("tail_consumers", [{"service": "logs", "x": 1}], r"tail_consumers\[0\] has no field 'x'"),
        ("logpush", 1, "logpush must be bool, not int"),
        ("usage_model", 5, "usage_model must be UsageModel"),
        ("migrations", {"new_sqlite_clases": ["A"]}, "migrations has no field 'new_sqlite_clases'"),
        ("migrations", {"steps": [{"new_classes": [5]}]}, r"migrations\.steps\[0\]\.new_classes\[0\] must be str"),
        ("exports", {"Room": {"type": "durable-object", "storag": "x"}}, r"exports\['Room'\] has no field 'storag'"),
        ("exports", [], "exports must be Exports"),
        ("cache_options", None, "cache_options=None says neither to keep nor to remove"),
    ],
    ids=repr,
)
def test_what_does_not_fit_is_refused_where_it_stands(name: str, given: Any, text: str) -> None:
    with pytest.raises(NotSent, match=text):
        as_setting(name, given)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (KV, KV),
        ({"type": "kv_namespace", "name": "A", "namespace_id": "x"}, KV),
        ({"type": "of_tomorrow", "name": "A", "x": 1}, bindings.Other(type="of_tomorrow", name="A", x=1)),
        (bindings.SecretText(name="K"), bindings.Inherit(name="K")),
        ({"type": "secret_text", "name": "K"}, bindings.Inherit(name="K")),
        (bindings.SecretText(name="K", text=""), bindings.SecretText(name="K", text="")),
        (bindings.SecretKey(name="K", usages=[]), bindings.Inherit(name="K")),
        (bindings.SecretKey(name="K", key_base64="eA=="), bindings.SecretKey(name="K", key_base64="eA==")),
        (bindings.SecretKey(name="K", key_jwk={}), bindings.SecretKey(name="K", key_jwk={})),
    ],
    ids=repr,
)
def test_a_binding_is_a_model_or_a_dict_and_a_secret_without_its_value_stays(given: Any, expected: Any) -> None:
    assert as_binding(given) == expected


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"type": "kv_namespace", "name": "A"}, r"must be a bindings\.KvNamespace"),
        ({"type": "kv_namespace", "name": "A", "namespace_id": "x", "y": 1}, "The binding 'A' has no field 'y'"),
        (bindings.KvNamespace(name="A", namespace_id=5), "'A'.namespace_id must be str, not int"),  # type: ignore[arg-type]
        ({"type": "secret_text", "name": "K", "value": "new"}, "The binding 'K' has no field 'value'"),
        ({"type": "secret_key", "name": "K", "key": "new"}, "The binding 'K' has no field 'key'"),
        (bindings.SecretText(name="K", text=5), r"'K'.text must be str, not int"),  # type: ignore[arg-type]
        (bindings.D1(name=None, id="x"), "The name of a binding must be a str"),  # type: ignore[arg-type]
        ({"name": "A"}, "A binding cannot be read"),
        (models.Limits(), "A binding is made by tenantry.bindings"),
        ("A", r"A binding is made by tenantry.bindings, such as bindings.D1\(…\), not str"),
    ],
    ids=repr,
)
def test_what_is_not_a_binding_is_refused(given: Any, text: str) -> None:
    with pytest.raises(NotSent, match=text):
        as_binding(given)


@pytest.mark.parametrize("name", sorted(name for name in dir(models) if attrs.has(getattr(models, name))))
def test_the_types_of_every_model_can_be_looked_up(name: str) -> None:
    assert {*_hints(name)} == {field.name for field in attrs.fields(getattr(models, name))}
