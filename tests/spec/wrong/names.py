"""Documents that break the rules of names."""

from __future__ import annotations

from .change import OBJECT, TEXT, Examples

EXAMPLES: Examples = {
    "schemas_have_names_for_classes": [
        ("schemas kv_namespace", OBJECT, "schemas/kv_namespace: is not a name for a class"),
        ("schemas Response", OBJECT, "schemas/Response: is not a name for a class"),
        ("schemas KVNamespace", OBJECT, "schemas/KVNamespace: another schema makes the same module"),
    ],
    "properties_have_names_for_fields": [
        ("schemas Limits properties d", TEXT, "schemas/Limits/properties/d: the name is taken in generated code"),
        (
            "schemas Limits properties toDict",
            TEXT,
            "schemas/Limits/properties/toDict: the name is taken in generated code",
        ),
    ],
    "properties_stay_apart_in_snake_case": [
        ("schemas Limits properties cpuMs", TEXT, "schemas/Limits: 2 properties become cpu_ms"),
        ("schemas Deployed allOf 1 properties hasAssets", TEXT, "schemas/Deployed: 2 properties become has_assets"),
    ],
}
