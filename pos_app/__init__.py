"""The till: a desktop point of sale that takes prepaid money by payment code."""
