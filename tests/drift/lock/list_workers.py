"""What a person reads on the page of *List Workers*, written down by hand, line by line."""

PARAMETERS = {
    "parameters/path/account_id": "string maxLength=32",
    "parameters/query/tags": "string optional",
}

PERMISSIONS = ["Workers Scripts Read", "Workers Scripts Write", "Workers Tail Read"]

SECURITY = {"API Email + API Key": ["X-Auth-Email", "X-Auth-Key"], "API Token": ["Authorization: Bearer"]}

# Below `responses/2XX/`.
ENVELOPE = {
    "": "object",
    "errors": "array",
    "errors[]": "object",
    "errors[].code": "numeric minimum=1000",
    "errors[].message": "string",
    "errors[].documentation_url": "string optional",
    "errors[].source": "object optional",
    "errors[].source.pointer": "string optional",
    "messages": "array",
    "messages[]": "object",
    "messages[].code": "numeric minimum=1000",
    "messages[].message": "string",
    "messages[].documentation_url": "string optional",
    "messages[].source": "object optional",
    "messages[].source.pointer": "string optional",
    "result": "array",
    "success": "true",
}

# Below `responses/2XX/result[]`.
SCRIPT = {
    "": "object",
    ".id": "string optional",
    ".compatibility_date": "string optional",
    ".compatibility_flags": "array optional",
    ".compatibility_flags[]": "string",
    ".created_on": "string optional format=date-time",
    ".etag": "string optional",
    ".handlers": "array optional",
    ".handlers[]": "string",
    ".has_assets": "boolean optional",
    ".has_modules": "boolean optional",
    ".last_deployed_from": "string optional",
    ".logpush": "boolean optional",
    ".migration_tag": "string optional",
    ".modified_on": "string optional format=date-time",
    ".named_handlers": "array optional",
    ".named_handlers[]": "object",
    ".named_handlers[].handlers": "array optional",
    ".named_handlers[].handlers[]": "string",
    ".named_handlers[].name": "string optional",
    ".observability": "object optional",
    ".observability.enabled": "boolean",
    ".observability.head_sampling_rate": "numeric optional",
    ".observability.logs": "object optional",
    ".observability.logs.enabled": "boolean",
    ".observability.logs.invocation_logs": "boolean",
    ".observability.logs.destinations": "array optional",
    ".observability.logs.destinations[]": "string",
    ".observability.logs.head_sampling_rate": "numeric optional",
    ".observability.logs.persist": "boolean optional",
    ".observability.traces": "object optional",
    ".observability.traces.destinations": "array optional",
    ".observability.traces.destinations[]": "string",
    ".observability.traces.enabled": "boolean optional",
    ".observability.traces.head_sampling_rate": "numeric optional",
    ".observability.traces.persist": "boolean optional",
    ".placement": "union optional",
    ".placement_mode": "union optional deprecated",
    '.placement_mode<"smart">': '"smart"',
    '.placement_mode<"targeted">': '"targeted"',
    ".placement_status": "union optional deprecated",
    '.placement_status<"SUCCESS">': '"SUCCESS"',
    '.placement_status<"UNSUPPORTED_APPLICATION">': '"UNSUPPORTED_APPLICATION"',
    '.placement_status<"INSUFFICIENT_INVOCATIONS">': '"INSUFFICIENT_INVOCATIONS"',
    ".routes": "array optional",
    ".routes[]": "object",
    ".routes[].id": "string maxLength=32",
    ".routes[].pattern": "string",
    ".routes[].script": "string optional",
    ".tag": "string optional",
    ".tags": "array optional",
    ".tags[]": "string",
    ".tail_consumers": "array optional",
    ".tail_consumers[]": "ConsumerScript object",
    ".tail_consumers[].service": "string",
    ".tail_consumers[].environment": "string optional",
    ".tail_consumers[].namespace": "string optional",
    ".usage_model": "union optional",
    '.usage_model<"standard">': '"standard"',
    '.usage_model<"bundled">': '"bundled"',
    '.usage_model<"unbound">': '"unbound"',
}

# What each of the eight variants of `placement` has of its own. All have the two of below.
PLACEMENTS = {
    '<{last_analyzed_at, mode="smart", status}>': {".mode": '"smart"'},
    "<{last_analyzed_at, region, status}>": {".region": "string"},
    "<{hostname, last_analyzed_at, status}>": {".hostname": "string"},
    "<{host, last_analyzed_at, status}>": {".host": "string"},
    '<{last_analyzed_at, mode="targeted", region, status}>': {".mode": '"targeted"', ".region": "string"},
    '<{hostname, last_analyzed_at, mode="targeted", status}>': {".hostname": "string", ".mode": '"targeted"'},
    '<{host, last_analyzed_at, mode="targeted", status}>': {".host": "string", ".mode": '"targeted"'},
    '<{last_analyzed_at, mode="targeted", status, target}>': {
        ".mode": '"targeted"',
        ".target": "array",
        ".target[]": "union",
        ".target[]<Region>": "object",
        ".target[]<Region>.region": "string",
        ".target[]<Hostname>": "object",
        ".target[]<Hostname>.hostname": "string",
        ".target[]<Host>": "object",
        ".target[]<Host>.host": "string",
    },
}
OF_EVERY_PLACEMENT = {
    "": "object",
    ".last_analyzed_at": "string optional format=date-time",
    ".status": "union optional",
    '.status<"SUCCESS">': '"SUCCESS"',
    '.status<"UNSUPPORTED_APPLICATION">': '"UNSUPPORTED_APPLICATION"',
    '.status<"INSUFFICIENT_INVOCATIONS">': '"INSUFFICIENT_INVOCATIONS"',
}

ALL = {
    **PARAMETERS,
    **{f"responses/2XX/{path}": described for path, described in ENVELOPE.items()},
    **{f"responses/2XX/result[]{path}": described for path, described in SCRIPT.items()},
    **{
        f"responses/2XX/result[].placement{variant}{path}": described
        for variant, own in PLACEMENTS.items()
        for path, described in (OF_EVERY_PLACEMENT | own).items()
    },
}
