"""Painted controls that every page shares: each is a real Qt button, list or field, so it speaks and takes keys.

``layouts`` gives rows, columns, labels, panels · ``buttons`` Button, RailButton · ``chips`` Chip, ChoiceField ·
``scale`` LevelScale · ``segmented`` Segmented · ``fields`` Field, LineEdit, TextArea, Tick · ``signs`` Mark, Avatar,
IconDisc, Pill, Logo · ``notices`` Notice, Toast · ``progress`` Stepper, ProgressRing · ``flow`` FlowLayout ·
``dropdown`` DropDown · ``focus`` FocusRing · ``ink`` InkPad · ``passphrases`` PassphraseEdit, PassphraseRow ·
``keeping_keys`` keeps_key · ``speaking`` announce.

All texts given to them get their French no-break spaces; sizes follow the text size of the theme by themselves.
"""
