"""Collect msgids and bring the catalogues in step; exit 1 while something is untranslated."""

import sys

from assistant.locale import update

untranslated = update()
for msgid in untranslated:
    print(f"untranslated: {msgid}", file=sys.stderr)
sys.exit(1 if untranslated else 0)
