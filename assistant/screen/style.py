"""The little style the framework's theme cannot say: sentence, source line, marks.

A button of one thing among many (key ``of-one-…``) names it in bold for those who hear the page
only; who sees it reads the name beside it.

While an option list stands open over a small window, the framework takes everything in the window
out of the Tab order and notes so in ``data-tabindex``; what nobody can reach must not scroll.
"""

from assistant.tables import TABLE_STYLE

_OWN = """<style>
.oa-sentence p { font-size: 1.25rem; line-height: 1.5; margin: 0 0 .5rem; max-width: 42rem; }
p.oa-example, .oa-sentence p.oa-example {
  display: inline-block; margin: 0 0 .5rem; padding: .1rem .6rem; border-radius: .25rem;
  border: 1px solid #8a5a00; background: #fff6e0; color: #5c3c00; font-size: .95rem;
  font-weight: 600; }
p.oa-note { white-space: pre-wrap; overflow-wrap: anywhere; max-width: 42rem; margin: 0;
  border-left: 3px solid #76838f; padding-left: .75rem; }
p.oa-source { font-size: .9rem; color: #3d4a57; margin: .25rem 0 0; overflow-wrap: anywhere; }
[data-testid="stMainBlockContainer"] { padding-top: 2.5rem; padding-bottom: 3rem;
  max-width: 60rem; }
.stButton button:disabled { color: #55616c; border-style: dashed; opacity: 1; }
[class*="st-key-of-one-"] strong { position: absolute; width: 1px; height: 1px; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap; }
[data-testid="stCode"] > :not(pre) { visibility: visible; opacity: 1; }
[data-testid="stCode"] button { color: #0a0e13; }
[data-testid="stCode"] pre { padding-right: 3.5rem; }
[data-testid="stPopoverBody"] { scrollbar-gutter: stable; }
[data-testid="stPopoverBody"][data-tabindex] { overflow: hidden; }
.stButton button p { white-space: normal; text-align: left; }
.stChatMessage { padding-left: 0; padding-right: 0; }
</style>"""

STYLE = _OWN + TABLE_STYLE
