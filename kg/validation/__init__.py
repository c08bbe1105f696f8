"""The gate.

In: Graph
Out: Report, Finding
Touches: kg.text
"""

from kg.validation.model import Finding, Report, Severity

__all__ = ["Finding", "Report", "Severity"]
