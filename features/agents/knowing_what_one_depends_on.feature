@owner:agents
@severity:normal
@wire
Feature: Knowing what one depends on
  As someone who answers for contracts and rules
  I want to know on whom we depend and what was agreed
  So that nothing we signed or forbade is forgotten

  @promise:right-concentration
  Rule: The supply researcher says how much hangs on single providers

    Scenario: The providers of September
      Given Zoë is in a conversation
      When Zoë asks "How much did we depend on single providers in September 2026?"
      Then the supply researcher found with "supply_concentration" what the usage data of "2026-09" gives
      And the answer tells all of it

  @promise:documents-quoted
  Rule: The corpus librarian quotes what is written, word for word, the best place first

    Scenario Outline: <title>
      Given Zoë is in a conversation
      When Zoë asks "<question>"
      Then Zoë is answered by the corpus librarian
      And the first passage quoted is of "<title>" and says "<words>"

      Examples:
        | title                               | question                                                       | words                                                    |
        | Contract with Borealis              | What do our documents say about the notice period of Borealis? | The notice period is three months.                       |
        | Handbook: personal data in requests | What does the handbook say about synthetic records?            | For tests and demonstrations use synthetic records only. |
        | Note on the outage in August        | Which documents tell about cobalt-reasoner and aurora-mini?    | Support moved its work to aurora-mini for the day.       |

  @promise:policy-held
  Rule: The compliance checker finds what was bought from providers that are not approved

    Scenario Outline: What <team> may use
      Given Zoë is in a conversation
      When Zoë asks "Did all teams comply with the policy in September 2026?"
      Then Zoë is answered by the compliance checker
      And the compliance checker found what <team> spent in "2026-09" on others than "<approved>"

      Examples:
        | team      | approved                   |
        | Finance   | Aurora, Borealis           |
        | Marketing | Borealis, Cobalt, Meridian |
        | Support   | Aurora, Borealis, Meridian |
