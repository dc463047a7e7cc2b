@owner:security
@severity:critical
Feature: Answering for nobody else
  As the owner of a conversation
  I want whoever comes by the names of my things to get nothing for them
  So that a name in a log or on a screen gives nothing away

  @promise:others-things-never-were
  @wire
  Rule: What is somebody else's is answered as what never was, whatever one asks

    Scenario: Mallory has come by all the names in Ada's conversation
      Given Ada is in a conversation
      And Ada has asked "Which models do we use?"
      And Ada has uploaded a picture without attaching it
      And Mallory is in a conversation
      When Mallory tries everything that the contract knows with what is Ada's
      Then Mallory is answered as for things that never were
      And Ada finds all of it as it was

  @promise:impossible-names-harmless
  @wire
  Rule: A name that nothing can have is answered as one that nothing has

    Scenario: Mallory makes names up
      Given Mallory is in a conversation
      When Mallory tries everything that the contract knows with names that are:
        | names                        |
        | empty                        |
        | a number                     |
        | a way through folders        |
        | a piece of a database query  |
        | broken over two lines        |
        | with a zero in the middle    |
        | written from right to left   |
        | of twenty thousand letters   |
        | of a conversation everywhere |
      Then Mallory is told each time that there is no such thing
      And Mallory can still ask and get an answer

  @promise:name-belongs-to-message
  @wire
  Rule: The name of a message belongs to its words

    Scenario: Ada's device sends other words under the name of a question
      Given Ada is in a conversation
      And Ada has asked "Which models do we use?"
      When Ada's device sends "What did we spend in May?" under the name of that question
      Then it is refused as "duplicate_message_id" with advice and without inner details
      And "Which models do we use?" stands in the conversation once

    Scenario: Ada's device begins another conversation under the name of the first
      Given Ada is in a conversation
      When Ada's device begins a conversation "Bills" under the name of the first
      Then it is refused as "duplicate_message_id" with advice and without inner details

    Scenario: Mallory sends what Ada's device has sent
      Given Ada is in a conversation
      And Ada has asked "Which models do we use?"
      And Mallory is in the chat
      When Mallory sends all that Ada's device has sent, word for word
      Then Mallory has nothing of Ada's conversation
      And Ada has 1 conversation
