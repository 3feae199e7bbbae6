"""Stage 7: what is still missing, the person’s signature or her choice not to, and the two specialists’, one by one."""
