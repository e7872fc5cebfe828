"""Models: tolerant of what Cloudflare answers, exact in what we send, silent about secrets."""

import pickle
from collections.abc import Callable
from copy import copy, deepcopy
from datetime import UTC, datetime

import attrs
import pytest

from tenantry_api import models
from tenantry_api.types import UNSET, File, Unset

from .schemas import SCHEMAS, example

COPIES: list[Callable[[object], object]] = [copy, deepcopy, lambda value: pickle.loads(pickle.dumps(value))]


@pytest.mark.parametrize("copied", COPIES)
def test_there_is_one_unset(copied: Callable[[object], object]) -> None:
    assert UNSET is copied(UNSET) is Unset()
    assert (repr(UNSET), bool(UNSET)) == ("UNSET", False)


@pytest.mark.parametrize("copied", COPIES)
@pytest.mark.parametrize(
    "value",
    [
        models.UpdateNamespace(name="live"),
        models.SettingsPatch(tags=None, bindings=[models.KvNamespace(name="KV", namespace_id="1")]),
        models.Settings(usage_model=models.UsageModel("free_for_all"), additional_properties={"new": 1}),
        models.UsageModel.STANDARD,
        models.UsageModel("free_for_all"),
        File(b"code", file_name="index.js"),
    ],
)
def test_models_survive_copy_and_pickle(copied: Callable[[object], object], value: object) -> None:
    assert value == copied(value)


def test_a_copied_request_leaves_out_what_the_first_one_left_out() -> None:
    assert deepcopy(models.SettingsPatch(tags=None)).to_dict() == {"tags": None}


def test_evolve_keeps_unknown_fields_and_shares_none() -> None:
    first = models.ScriptDetails(id="shop", additional_properties={"new": 1})
    second = attrs.evolve(first, id="shop-2")
    second["new"] = 2

    assert (first["new"], second["new"]) == (1, 2)


# --- answers ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("absent", [{}, {"script_count": None, "created_on": None}])
def test_in_answers_absent_and_null_read_as_none(absent: dict[str, None]) -> None:
    info = models.NamespaceInfo.from_dict({"namespace_name": "production", **absent})

    assert (info.script_count, info.created_on) == (None, None)
    assert info.to_dict() == {"namespace_name": "production"}


def test_dates_are_read_and_written() -> None:
    info = models.NamespaceInfo.from_dict({"created_on": "2017-01-01T00:00:00.123456789Z"})

    assert datetime(2017, 1, 1, microsecond=123456, tzinfo=UTC) == info.created_on
    assert info.to_dict() == {"created_on": "2017-01-01T00:00:00.123456+00:00"}


@pytest.mark.parametrize(
    "odd",
    [
        {"created_on": "yesterday"},
        {"created_on": ""},
        {"created_on": 1_483_228_800},
        {"observability": "on"},
        {"tags": "a,b"},
        {"named_handlers": [{"name": "Room"}, None]},
        {"usage_model": 7},
    ],
)
def test_a_field_of_another_form_reads_as_none_and_is_kept(odd: dict[str, object]) -> None:
    [name] = odd
    script = models.ScriptDetails.from_dict({"id": "shop", **odd})

    assert (script.id, getattr(script, name)) == ("shop", None)
    assert odd == script.additional_properties
    assert {"id": "shop", **odd} == script.to_dict()


def test_unknown_fields_are_kept_and_written_back() -> None:
    told = {"id": "shop", "mood": {"is": "good"}}

    assert told == models.ScriptDetails.from_dict(told).to_dict()


def test_what_is_no_object_is_refused() -> None:
    with pytest.raises(TypeError, match="an object was expected, not list"):
        models.ScriptDetails.from_dict([])  # type: ignore[arg-type] # the point


# --- unions -------------------------------------------------------------------------------------------


def test_a_tag_names_its_arm() -> None:
    binding = {"type": "kv_namespace", "name": "KV", "namespace_id": "1"}

    assert models.KvNamespace(name="KV", namespace_id="1") == models.decode_binding(binding)


@pytest.mark.parametrize(
    "binding",
    [
        {"type": "quantum_computer", "name": "Q", "qubits": 3},
        {"type": "kv_namespace", "name": "KV"},
        {"type": "ratelimit", "name": "RATE", "namespace_id": "1", "simple": "often"},
    ],
)
def test_the_open_arm_takes_what_is_unknown_or_does_not_fit(binding: dict[str, object]) -> None:
    read = models.decode_binding(binding)

    assert isinstance(read, models.OtherBinding)
    assert binding["type"] == read.type_
    assert binding == read.to_dict()


@pytest.mark.parametrize("tag", [None, 7, ["kv_namespace"], {}])
def test_a_tag_that_is_no_text_goes_to_the_open_arm(tag: object) -> None:
    assert isinstance(models.decode_binding({"type": tag}), models.OtherBinding)


def test_bindings_without_any_type_are_kept_raw() -> None:
    settings = models.Settings.from_dict({"logpush": True, "bindings": [{"name": "KV"}]})

    assert (settings.logpush, settings.bindings) == (True, None)
    assert settings["bindings"] == [{"name": "KV"}]


@pytest.mark.parametrize("variant", [reference["$ref"].split("/")[-1] for reference in SCHEMAS["Binding"]["oneOf"]])
def test_every_documented_binding_is_read_as_itself_from_what_it_requires(variant: str) -> None:
    binding = example(SCHEMAS[variant])
    read = models.decode_binding(binding)

    assert type(read).__name__ == variant
    assert read.to_dict() == binding


@pytest.mark.parametrize(
    ("placement", "variant"),
    [
        ({"mode": "smart"}, models.SmartPlacement),
        ({"region": "aws:eu-west-1"}, models.RegionPlacement),
        ({"mode": "targeted", "region": "aws:eu-west-1"}, models.TargetedRegionPlacement),
        ({"mode": "telepathic"}, models.OtherPlacement),
    ],
)
def test_a_union_without_a_tag_takes_the_first_arm_that_fits(placement: dict[str, str], variant: type) -> None:
    patch = models.SettingsPatch.from_dict({"placement": placement})

    assert variant is type(patch.placement)
    assert {"placement": placement} == patch.to_dict()


# --- enums --------------------------------------------------------------------------------------------


def test_a_known_value_is_its_member() -> None:
    assert models.UsageModel.STANDARD is models.UsageModel("standard")


def test_an_unknown_value_equals_its_text_and_is_no_member() -> None:
    unknown = models.UsageModel("free_for_all")

    assert "free_for_all" == unknown == str(unknown) == unknown.value
    assert unknown == models.UsageModel("free_for_all")
    assert len({unknown, "free_for_all", models.UsageModel("free_for_all")}) == 1
    assert repr(unknown) == "<UsageModel.free_for_all: 'free_for_all'>"
    assert unknown not in list(models.UsageModel)


def test_a_value_that_is_no_text_is_refused() -> None:
    with pytest.raises(ValueError, match="7 is not a valid UsageModel"):
        models.UsageModel(7)  # type: ignore[arg-type] # the point


def test_requests_take_plain_text_for_an_enum() -> None:
    patch = models.SettingsPatch(usage_model="standard")  # type: ignore[arg-type] # it works all the same

    assert patch.to_dict() == {"usage_model": "standard"}


# --- requests -----------------------------------------------------------------------------------------


def test_in_requests_absent_is_not_null() -> None:
    assert models.SettingsPatch().to_dict() == {}
    assert models.SettingsPatch(tags=None).to_dict() == {"tags": None}
    assert UNSET is models.SettingsPatch.from_dict({}).tags
    assert None is models.SettingsPatch.from_dict({"tags": None}).tags


def test_null_can_be_sent_where_answers_share_the_model() -> None:
    observability = models.Observability(enabled=True, additional_properties={"logs": None})

    assert observability.to_dict() == {"enabled": True, "logs": None}


def test_a_tag_need_not_be_said() -> None:
    assert models.KvNamespace(name="KV", namespace_id="1").to_dict() == {
        "name": "KV",
        "namespace_id": "1",
        "type": "kv_namespace",
    }


def test_null_deletes_a_secret() -> None:
    patches = models.SecretPatches(additional_properties={"OLD": None, "NEW": models.SecretText(name="NEW", text="x")})

    assert patches.to_dict() == {"OLD": None, "NEW": {"name": "NEW", "type": "secret_text", "text": "x"}}
