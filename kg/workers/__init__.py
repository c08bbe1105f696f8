"""A store whose work is done in processes that may be killed.

In: Query, Update, documents
Out: Service, Reply, Receipt
Touches: kg.article kg.sparql kg.store
"""

from kg.workers.service import Accept, Receipt, Reply, Service

__all__ = ["Accept", "Receipt", "Reply", "Service"]
