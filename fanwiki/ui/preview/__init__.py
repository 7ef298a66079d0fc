"""The live preview: a page as readers will see it, in a locked-down engine of its own.

Only `profile.PreviewProfile` and what it loads on demand know QtWebEngine, so that importing this package, and the
window's first paint, cost nothing of it.
"""
