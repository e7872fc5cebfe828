"""The plan of the house: its folders, their sizes, who may import whom, and the map of it in CONTRIBUTING.md."""
