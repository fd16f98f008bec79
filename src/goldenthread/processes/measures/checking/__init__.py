"""A page on which any report or table is put to the test: does it add up?"""
