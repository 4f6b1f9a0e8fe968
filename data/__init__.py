"""Where figures come from: sources, geography, index and area types, publishing of versions."""
