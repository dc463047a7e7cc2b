@owner:quality
@severity:critical
@unit
Feature: Trusting a green report, and a red one
  As somebody who stops a release when this suite is red
  I want no alarm without a reason, and no green without a proof
  So that people take both seriously

  @promise:no-false-alarm
  Rule: A run that went well is never called broken

    Scenario Outline: A run with <what>
      Given a run with <what>
      When the run is told as it was
      Then the suite finds nothing wrong

      Examples:
        | what                       |
        | one tool                   |
        | no tool                    |
        | 50 tools at once           |
        | a tool that fails          |
        | a huge result              |
        | a question in many scripts |
        | a sub-agent                |
        | another run beside it      |

    Scenario Outline: A good run told <how>
      Given a run with one tool
      When the run is told <how>
      Then the suite finds nothing wrong

      Examples:
        | how                                                 |
        | again from an earlier point, after the line was cut |
        | in two tabs                                         |
        | with the user's clock set back                      |

  @promise:unknown-is-not-green
  Rule: What cannot be told is not called good

    Scenario: A run that is still at work
      Given a run with one tool
      When only its beginning is told, and more may come
      Then the suite cannot tell, and says "Run r1 of Ada goes on"

    Scenario: A run of which nothing was told
      Given a run with one tool
      When nothing of it is told
      Then the suite cannot tell, and says "No agent run was seen"
