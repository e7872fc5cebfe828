"""Items of a page put together to operations, and held against the page's own examples."""
