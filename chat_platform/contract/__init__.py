"""What travels on the wire: envelopes, messages, the five agent events, errors.

Every other room of the platform depends on this one; it depends on none of them.
The AsyncAPI document is generated from these models, so the document and the code
cannot disagree.
"""
