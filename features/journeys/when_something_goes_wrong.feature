@owner:product
@severity:critical
@needs:own_settings
@needs:faulty_tools
Feature: When something goes wrong
  As someone in the middle of my work
  I want to be told what went wrong and what to do, and to lose nothing that I wrote or was told
  So that I go on as soon as it is over

  @promise:trouble-passes
  @browser
  Rule: What does not work is told with when to ask again; then the same question is answered, and paid for once

    Scenario Outline: The <what> does not work for a while
      Given Katherine, on the mid plan, is in a conversation of a platform on which anything may fail
      And Katherine has asked "What did we spend in total in September 2026?" while the <what> does not work
      When Katherine asks it again, without writing it anew, as soon as she was told to
      Then Katherine was told "has failed again and again", when to ask again, and how
      And Katherine reads the right total within 5 seconds
      And the runs of Katherine, failed and succeeded, are closed everywhere, and charged as told

      Examples:
        | what               |
        | provider of models |
        | tool               |

  @promise:end-of-credit-passes
  @browser
  Rule: When my credit ends while I am answered, the answer is completed, and what I wrote waits for me

    Scenario: Zoë asks on while the last answer that she can pay for is being written
      Given Zoë, on the early plan, is in a conversation of a platform on which anything may fail
      And Zoë reads the beginning of the answer to "What did we spend in total in September 2026?"
      When Zoë asks "And what was it in total?" before the answer is complete
      Then Zoë is told "Ask an administrator for another plan if you need more."
      And Zoë, who is given the mid plan, can send what still stands there, "And what was it in total?"
      And the runs of Zoë, succeeded and succeeded, are closed everywhere, and charged as told

  @promise:end-of-log-in-passes
  @browser
  Rule: When my log-in ends while I am answered, I am told, and find the answer and my draft

    Scenario: Katherine's device is logged out from another one in the middle of an answer
      Given Katherine, on the mid plan, is in a conversation of a platform on which anything may fail
      And Katherine reads the beginning of the answer to "What did we spend in total in September 2026?"
      When the device of Katherine, who has begun to write "And what was it", is logged out from another
      Then Katherine is told "Your session has ended. Log in to go on where you were."
      And Katherine reads the whole answer, once, and the draft "And what was it", within 5 seconds of logging in
      And the runs of Katherine, succeeded, are closed everywhere, and charged as told

  @promise:end-of-browser-passes
  @browser
  Rule: When my browser closes while I am answered, the answer is completed and waits in any other browser

    Scenario: Katherine's browser closes in the middle of an answer
      Given Katherine, on the mid plan, is in a conversation of a platform on which anything may fail
      And Katherine reads the beginning of the answer to "What did we spend in total in September 2026?"
      When Katherine's browser closes, and she takes another when the answer must be complete
      Then Katherine reads the whole answer, once, within 5 seconds of logging in
      And Katherine can still ask and get an answer
      And the runs of Katherine, succeeded and succeeded, are closed everywhere, and charged as told
