@owner:agents
@severity:critical
@needs:own_settings
Feature: Answering with a real model
  As a user of a platform whose agents ask a provider of models
  I want the same answers as ever, and a clear word when the model does not do its part
  So that I need not know which model it is

  @promise:real-model-answers
  @browser
  @wire
  Rule: A model of a provider chooses the agent, uses its tools, and answers piece by piece

    Scenario: All is well
      Given Ada is in a conversation with agents that ask a provider of models
      When Ada asks "What did we spend in total in September 2026?"
      Then the answer names the total spending of "2026-09"
      And the run of Ada shows all five events, complete and in order
      And the pieces of the answer to Ada join to the whole answer

  @promise:model-failures-told
  @wire
  Rule: When the model fails I am told in words that I understand, and can go on asking

    Scenario Outline: The model <trouble>
      Given Ada is in a conversation with agents that ask a provider of models
      And the model <trouble>
      When Ada asks "What did we spend in total in September 2026?"
      Then the run of Ada ends as failed, complete and in order
      And the end of the run says "<words>", and nothing of what is inside
      And Ada can still ask and get an answer

      Examples:
        | trouble                         | words                                        |
        | falls silent in its answer      | the model fell silent                        |
        | breaks off in its answer        | the model broke off                          |
        | has too much to do              | the model has too much to do                 |
        | says what nobody can read       | nobody can make sense of what the model says |
        | asks for a tool that nobody has | nobody can make sense of what the model says |
        | does not work                   | the model does not work just now             |

  @promise:model-recovers
  @wire
  Rule: What passes by itself is waited for, and where there is another model, that one answers

    Scenario: The model wants to be asked again a second later
      Given Ada is in a conversation with agents that ask a provider of models
      And the model wants to be asked again after 1 second
      When Ada asks "What did we spend in total in September 2026?"
      Then the answer names the total spending of "2026-09"
      And the model was left alone for 1 second at least

    Scenario: The model breaks twice
      Given Ada is in a conversation with agents that ask a provider of models
      And the model breaks 2 times
      When Ada asks "What did we spend in total in September 2026?"
      Then the answer names the total spending of "2026-09"

    Scenario: Another model steps in
      Given Ada is in a conversation of a platform whose provider of models is down, and that has another model
      When Ada asks "What did we spend in total in September 2026?"
      Then the answer names the total spending of "2026-09"
