"""How fast the parts are, against budgets that are ratios within one run where there is a ratio."""
