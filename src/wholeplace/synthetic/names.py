"""Names for invented people: common ones of several origins, in no order that means anything."""

from __future__ import annotations

FEMALE_NAMES = tuple(
    """
    Olivia Amelia Sophia Mary Margaret Susan Patricia Jean Joan Sarah Emma Laura Karen Julie
    Helen Priya Anjali Sunita Harpreet Simran Amina Fatima Aisha Zainab Khadija Ngozi Chidinma
    Abena Agnieszka Katarzyna Ioana Elena Maria Ana Mei Ling Yuki Hodan Nasra Grace Chloe
    Jessica Lucy Hannah Rebecca Catherine Elizabeth Dorothy Doris Irene Joyce Kathleen Linda
    Christine Jacqueline Angela Alison Nicola Samantha Victoria Natalie Bethany Megan Caitlin
    Siobhan Niamh Roisin Bronwen Carys
    """.split()  # noqa: SIM905 - a list of names reads best as words
)

MALE_NAMES = tuple(
    """
    Oliver George Harry Jack Thomas James William John David Peter Michael Robert Paul Mark
    Andrew Raj Sanjay Amit Gurpreet Jaspal Mohammed Ahmed Ali Yusuf Ibrahim Chinedu Kwame Kofi
    Piotr Krzysztof Andrei Mihai Jose Carlos Wei Jun Hiroshi Abdi Omar Daniel Samuel Joseph
    Matthew Luke Christopher Stephen Alan Brian Kenneth Ronald Derek Raymond Dennis Frank Albert
    Arthur Stanley Gary Kevin Darren Wayne Sean Liam Connor Ciaran Rhys Gareth Hamish Callum
    Ewan Benjamin Adam
    """.split()  # noqa: SIM905 - a list of names reads best as words
)

FAMILY_NAMES = tuple(
    """
    Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans
    Walker White Roberts Green Hall Wood Jackson Clarke Patel Shah Singh Kaur Sharma Gill Khan
    Ahmed Hussain Begum Ali Malik Okafor Adeyemi Mensah Osei Nowak Kowalski Popescu Ionescu
    Silva Santos Costa Chen Wang Li Tanaka Hassan Mohamed Abdi Murphy Kelly Byrne Ryan Campbell
    Stewart MacDonald Morrison Griffiths Morgan Hughes Lewis Harris Martin Cooper King Lee Baker
    Turner Hill Scott Adams Allen Young Mitchell Carter Phillips Parker Bennett Cook Shaw Bailey
    Collins Watson Marshall Gray
    """.split()  # noqa: SIM905 - a list of names reads best as words
)
