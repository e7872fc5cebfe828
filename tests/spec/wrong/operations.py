"""Documents that break the rules of operations."""

from __future__ import annotations

from .change import GONE, Examples

EXAMPLES: Examples = {
    "operation_ids_are_unique_modules": [
        ("get_tags operationId", "getTags", "getTags: 'getTags' is not an operationId in snake_case"),
        (
            "get_tags operationId",
            GONE,
            (
                "get /accounts/{account_id}/workers/dispatch/namespaces/{dispatch_namespace}"
                "/scripts/{script_name}/tags: '' is not an operationId in snake_case"
            ),
        ),
        ("get_tags operationId", "set_tags", "set_tags: another operationId makes the same module"),
    ],
    "operations_have_one_declared_tag": [
        ("get_tags tags", [], "get_tags: [] is not one declared tag"),
        ("get_tags tags", ["tags", "scripts"], "get_tags: ['tags', 'scripts'] is not one declared tag"),
        ("get_tags tags", ["labels"], "get_tags: ['labels'] is not one declared tag"),
    ],
    "operations_have_a_summary": [("get_tags summary", GONE, "get_tags: has no summary")],
    "operations_cite_their_page": [
        ("get_tags externalDocs", GONE, "get_tags: '' is not an https address of a page"),
        (
            "get_tags externalDocs url",
            "http://a.test/b",
            "get_tags: 'http://a.test/b' is not an https address of a page",
        ),
    ],
    "operations_say_how_to_sign_in": [
        ("get_tags security", GONE, "get_tags: its security is none of the two that are known"),
        ("get_tags security", [{"api_key": []}], "get_tags: its security is none of the two that are known"),
    ],
    "operations_say_what_a_token_needs": [
        ("set_tags x-permissions", GONE, "set_tags: its x-permissions are not ['Workers Scripts Write']"),
        ("set_tags x-permissions", [], "set_tags: its x-permissions are not ['Workers Scripts Write']"),
        ("upload_assets x-permissions", ["Workers Scripts Write"], "upload_assets: its x-permissions are not []"),
    ],
    "posts_and_patches_say_whether_they_are_repeatable": [
        ("put_secrets x-repeatable", GONE, "put_secrets: x-repeatable is None, neither true nor false"),
        ("put_secrets x-repeatable", "yes", "put_secrets: x-repeatable is 'yes', neither true nor false"),
        ("put_secrets x-repeatable", False, "put_secrets: x-repeatable is False, unlike what was decided"),
        ("create_namespace x-repeatable", True, "create_namespace: x-repeatable is True, unlike what was decided"),
        ("set_tags x-repeatable", True, "set_tags: x-repeatable, although HTTP says it of PUT"),
    ],
}
