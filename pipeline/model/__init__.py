"""The records that travel between the stages. Imports nothing of this project outside this folder."""
