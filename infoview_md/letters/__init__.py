"""The letters room: template texts and records in, drafts and findings out."""
