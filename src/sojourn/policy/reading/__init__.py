"""Programme files: read as positioned text, checked for form, put together, remembered, and written again."""
