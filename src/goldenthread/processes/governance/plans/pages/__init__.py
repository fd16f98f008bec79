"""The pages of business plans and of the groups' workplans."""
